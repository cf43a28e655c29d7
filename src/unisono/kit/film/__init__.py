"""What is made of a campaign's film. Plain Python around ffmpeg, which runs as a process of its own under limits."""
