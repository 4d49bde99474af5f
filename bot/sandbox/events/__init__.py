"""From what happened to what the app is told: content, shapes, payloads and who gets them."""
