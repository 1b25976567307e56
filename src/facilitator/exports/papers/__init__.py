"""Short papers made from the record: slips for people, half-pages and briefs for partners, the year on one page."""
