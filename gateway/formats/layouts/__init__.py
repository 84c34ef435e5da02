"""Layouts: files described as data, read and written by one spec each in `mappings/layouts/`."""
