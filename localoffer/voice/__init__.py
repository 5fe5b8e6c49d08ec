"""What families say back: reports of problems. Comments, consultations and "you said, we did" come here too."""
