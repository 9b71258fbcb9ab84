"""What use cases need from outside, as protocols, and the rows and problems that readers yield."""
