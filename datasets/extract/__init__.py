"""From a document to rows. One module per table; each has one public function."""
