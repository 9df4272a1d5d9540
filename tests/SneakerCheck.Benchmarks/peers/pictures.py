"""Seed 002's picture service as its README describes it: Flask, MySQL, base64 text in a column.

DB_URI and SECRET_KEY come from the environment. Where that README leaves a choice, this takes the faster one: the count selects
no pictures, posters' names come in a query of their own (joined, they make MariaDB sort the whole table), and a token is
trusted without asking for its user.
"""

import base64
import binascii
import functools
import os
import time

import flask
import flask_sqlalchemy
import jwt
import sqlalchemy
import werkzeug.exceptions
import werkzeug.security
from sqlalchemy.dialects.mysql import LONGTEXT

TOKEN_LIFETIME_SECONDS = 24 * 3600
ALGORITHM = "HS256"

app = flask.Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DB_URI"]
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
db = flask_sqlalchemy.SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(64), nullable=False, unique=True)
    password = db.Column(db.String(255), nullable=False)


class Picture(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey(User.id), nullable=False, index=True)
    data = db.Column(LONGTEXT, nullable=False)


class Refused(Exception):
    """An answer other than success: its status and the contract's code."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


def envelope(data, status=200, code=0, message=""):
    return flask.jsonify(message=message, code=code, data=data), status


@app.errorhandler(Refused)
def refused(refusal):
    return envelope({}, refusal.status, refusal.code, str(refusal))


def member(name):
    try:
        value = flask.request.get_json()[name]
    except (KeyError, TypeError, werkzeug.exceptions.BadRequest):
        value = None
    if not isinstance(value, str):
        raise Refused(400, 2, f"{name} is missing")
    return value


def number(name, default):
    try:
        value = int(flask.request.args.get(name, default))
    except ValueError:
        value = 0
    if value < 1:
        raise Refused(400, 11, f"{name} must be a number from 1")
    return value


def signed_in(view):
    @functools.wraps(view)
    def checked():
        token = flask.request.headers.get("Authorization")
        if token is None:
            raise Refused(403, 7, "no token")
        try:
            claims = jwt.decode(token, app.config["SECRET_KEY"], algorithms=[ALGORITHM])
        except jwt.ExpiredSignatureError:
            raise Refused(401, 8, "the token has expired") from None
        except jwt.InvalidTokenError:
            raise Refused(401, 9, "the token is not valid") from None
        return view(claims["user_id"])

    return checked


@app.post("/api/user/register")
def register():
    user = User(username=member("username"), password=werkzeug.security.generate_password_hash(member("password")))
    db.session.add(user)
    try:
        db.session.commit()
    except sqlalchemy.exc.IntegrityError:
        raise Refused(409, 3, "the user exists") from None
    return envelope({"username": user.username})


@app.post("/api/user/login")
def log_in():
    username, password = member("username"), member("password")
    user = db.session.execute(db.select(User).filter_by(username=username)).scalar()
    if user is None:
        raise Refused(404, 4, "no such user")
    if not werkzeug.security.check_password_hash(user.password, password):
        raise Refused(401, 5, "the password is wrong")
    claims = {"user_id": user.id, "exp": int(time.time()) + TOKEN_LIFETIME_SECONDS}
    return envelope({"token": jwt.encode(claims, app.config["SECRET_KEY"], ALGORITHM)})


@app.post("/api/picture")
@signed_in
def add_picture(user_id):
    data = member("data")
    try:
        base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(400, 6, "data is not base64") from None
    picture = Picture(user_id=user_id, data=data)
    db.session.add(picture)
    db.session.commit()
    return envelope({"id": picture.id}, 201)


@app.get("/api/picture")
@signed_in
def list_pictures(_):
    page, limit, username = number("page", 1), number("limit", 20), flask.request.args.get("username")
    total, rows = db.select(sqlalchemy.func.count(Picture.id)), db.select(Picture.id, Picture.user_id, Picture.data)
    if username is not None:
        user_id = db.session.execute(db.select(User.id).filter_by(username=username)).scalar()
        total, rows = (query.where(Picture.user_id == user_id) for query in (total, rows))
    rows = rows.order_by(Picture.id.desc()).limit(limit).offset((page - 1) * limit)
    found = db.session.execute(rows).all()
    posters = db.select(User.id, User.username).where(User.id.in_({row.user_id for row in found}))
    names = dict(db.session.execute(posters).all())
    return envelope({
        "total": db.session.execute(total).scalar(),
        "page": page,
        "limit": limit,
        "pictures": [{"id": row.id, "username": names[row.user_id], "data": row.data} for row in found],
    })
