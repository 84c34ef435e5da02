"""The way of a file: `way` shows it for groups of files, `preparation` for one file, `reading` inside one file."""
