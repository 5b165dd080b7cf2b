"""Pictures as Vega-Lite specifications, and what renders them: pure functions of rows, and a process beside."""
