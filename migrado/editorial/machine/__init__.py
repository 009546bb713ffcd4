"""Machine translation for the desk: what a machine may translate, how it is asked, and what is checked afterwards."""
