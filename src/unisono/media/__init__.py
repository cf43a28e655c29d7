"""Pictures and documents as they came in. Never public: public media exist only inside editions."""
