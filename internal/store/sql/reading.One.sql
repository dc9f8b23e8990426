SELECT reading FROM readings WHERE report = ?
