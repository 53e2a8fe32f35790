"""Scrapy middlewares: one concern per file."""
