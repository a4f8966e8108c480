"""What products share on paper and screen: figures in words, charts, downloads and the page itself."""
