"""Files people take away: spreadsheets, the meeting sheet, the site."""
