"""How pages say things in Chinese and English: their words and numbers, and which language is asked for."""
