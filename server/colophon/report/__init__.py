"""A report as one HTML file: no script, nothing from elsewhere, no clock.

blocks.py   what stands under a heading
numbers.py  figures in words
page.py     head and sections into the template, page.html; drawn.html draws tables

A report's own folder has style.css, and for each kind of block of its own a template named by it.
"""
