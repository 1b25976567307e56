"""The plain lists: what each shows in a row, and the forms its rows lead to."""
