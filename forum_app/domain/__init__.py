"""What a forum is: pure rules and shapes, without Flask or a database."""
