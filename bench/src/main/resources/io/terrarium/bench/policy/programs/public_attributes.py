"""Classes with public attributes"""

# No `self.x += …`: RestrictedPython would not take it, and here it is to show its figure.


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def plus(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def times(self, factor):
        return Vector(self.x * factor, self.y * factor)

    def squared(self):
        return self.x * self.x + self.y * self.y


class Ball:
    def __init__(self, place, speed):
        self.place = place
        self.speed = speed
        self.bounces = 0

    def move(self, seconds, box):
        self.place = self.place.plus(self.speed.times(seconds))
        if self.place.x < 0 or self.place.x > box.width:
            self.speed.x = -self.speed.x
            self.bounces = self.bounces + 1
        if self.place.y < 0 or self.place.y > box.height:
            self.speed.y = -self.speed.y
            self.bounces = self.bounces + 1

    def energy(self):
        return self.speed.squared() / 2


class HeavyBall(Ball):
    weight = 3

    def energy(self):
        return self.weight * self.speed.squared() / 2


class Box:
    def __init__(self, width, height):
        self.width = width
        self.height = height
        self.balls = []
        self.time = 0.0

    def add(self, ball):
        self.balls.append(ball)

    def step(self, seconds):
        for ball in self.balls:
            ball.move(seconds, self)
        self.time = self.time + seconds

    def energy(self):
        return sum([ball.energy() for ball in self.balls])

    def bounces(self):
        return sum([ball.bounces for ball in self.balls])


def run():
    box = Box(100.0, 60.0)
    for number in range(20):
        make = HeavyBall if number % 3 == 0 else Ball
        box.add(make(Vector(5.0 * number, 3.0 * number), Vector(number - 7.5, 11.25 - number)))
    for _ in range(500):
        box.step(0.125)
    return [box.bounces(), box.energy(), box.time]
