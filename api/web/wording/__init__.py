"""How pages say things in Chinese and English: their words, numbers and units, and which language is asked for."""
