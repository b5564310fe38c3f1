"""Gnocchi's API on 127.0.0.1:18041. Usage: measures.py --config-file CONFIG"""

from wsgiref import simple_server

from gnocchi.cli import api
from gnocchi.rest import app

application = app.load_app(api.prepare_service())


class Quiet(simple_server.WSGIRequestHandler):
    def log_message(self, *args):
        pass


simple_server.make_server("127.0.0.1", 18041, application, handler_class=Quiet).serve_forever()
