"""Classes with private attributes"""


class InsufficientFunds(Exception):
    def __init__(self, missing):
        super().__init__(f"{missing} cents are missing")
        self._missing = missing

    @property
    def missing(self):
        return self._missing


class Account:
    _opened = 0

    def __init__(self, owner, balance=0):
        self._owner = owner
        self._balance = balance
        self._history = []
        self.__number = Account._opened
        Account._opened += 1

    @property
    def balance(self):
        return self._balance

    @property
    def number(self):
        return self.__number

    def deposit(self, cents):
        self._balance += cents
        self._note("deposit", cents)

    def withdraw(self, cents):
        if cents > self._balance:
            raise InsufficientFunds(cents - self._balance)
        self._balance -= cents
        self._note("withdrawal", cents)

    def _note(self, kind, cents):
        self._history.append((kind, cents))
        if len(self._history) > 50:
            del self._history[:25]

    def __len__(self):
        return len(self._history)


class Savings(Account):
    __slots__ = ("_rate",)

    def __init__(self, owner, balance, rate):
        super().__init__(owner, balance)
        self._rate = rate

    def end_of_month(self):
        self._balance += self._balance * self._rate // 1200
        return self._balance


class Bank:
    def __init__(self):
        self._accounts = {}
        self._refused = 0

    def open(self, account):
        self._accounts[account._owner] = account

    def transfer(self, source, target, cents):
        try:
            self._accounts[source].withdraw(cents)
        except InsufficientFunds as error:
            self._refused += error.missing
        else:
            self._accounts[target].deposit(cents)

    def total(self):
        return sum(account._balance for account in self._accounts.values())

    @property
    def refused(self):
        return self._refused


def run():
    Account._opened = 0
    bank = Bank()
    names = ["ann", "bob", "cleo", "dan", "eve", "finn"]
    for number, name in enumerate(names):
        saves = number % 2 == 0
        bank.open(Savings(name, 50000, 3) if saves else Account(name, 20000))
    for step in range(9000):
        bank.transfer(names[step % 6], names[(step * 7 + 1) % 6], step * 37 % 14001)
        if step % 500 == 0:
            for account in bank._accounts.values():
                if isinstance(account, Savings):
                    account.end_of_month()
    accounts = bank._accounts.values()
    return [
        bank.total(),
        bank.refused,
        [account.balance for account in accounts],
        [len(account) + account.number for account in accounts],
    ]
