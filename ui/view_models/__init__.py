"""What the pages show: one QObject per noun, made from the session's values. They show and ask; they decide nothing."""
