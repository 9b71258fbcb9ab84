"""A caller, an exchange that asks the gate, and two telephones: real programs on this machine."""
