"""The drawings of the chapters, one module a chapter; each function returns an SVG."""
