"""The checks that finance does by hand, one module a family of messages; `options` is what rule files say of them."""
