"""Chapter 4: attract the customers one wishes for: profile, enquiries, and how well they fit."""
