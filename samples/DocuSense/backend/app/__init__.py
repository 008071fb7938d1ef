"""DocuSense: reads documents and tells what they say."""

__version__ = "1.4.0"
