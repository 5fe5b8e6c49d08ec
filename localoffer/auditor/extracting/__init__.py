"""From what came back to a `Page`: main text, headings, links, forms, dates, contacts. In a process with limits."""
