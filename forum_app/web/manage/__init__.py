"""The desk: where organisers work. Everything here reads and changes the draft, behind doors that ask who comes."""
