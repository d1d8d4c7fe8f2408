"""From a returned file to figures that it proposes: sheets, columns, cells. Nothing is judged or
written here."""
