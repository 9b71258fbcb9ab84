"""Everything outside: one small file per format or system, behind one small contract."""
