"""The peer's server: gunicorn's own kind of worker. How many there are and where they listen is given when it is started."""

# The largest page takes long on a busy machine; no worker is to be ended for that.
timeout = 300
loglevel = "info"


def on_starting(_):
    """Makes the tables once, before any worker is there."""
    from pictures import app, db

    with app.app_context():
        db.create_all()
        # Workers are copies of this process and must not share its connection.
        db.engine.dispose()
