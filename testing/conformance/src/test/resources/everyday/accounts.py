"""Bank accounts: private attributes, properties, inheritance."""


class InsufficientFunds(Exception):
    def __init__(self, needed, available):
        super().__init__(f"need {needed}, have {available}")
        self.needed = needed
        self.available = available


class Account:
    """A simple account."""

    _count = 0
    __secret_bonus = 5

    def __init__(self, owner, balance=0):
        self.owner = owner
        self._balance = balance
        self.__history = []
        Account._count += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise ValueError("balance cannot be negative")
        self._balance = value

    @balance.deleter
    def balance(self):
        self._balance = 0

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("deposit must be positive")
        self._balance += amount
        self._record("deposit", amount)
        return self

    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(amount, self._balance)
        self._balance -= amount
        self._record("withdraw", amount)
        return self

    def _record(self, kind, amount, *, note=""):
        self.__history.append((kind, amount, note))

    def history(self):
        return [f"{kind} {amount}" for kind, amount, _ in self.__history]

    def bonus(self):
        return self.__secret_bonus

    @classmethod
    def count(cls):
        return cls._count

    @staticmethod
    def _round(value):
        return round(value, 2)

    def __repr__(self):
        return f"{self.__class__.__name__}({self.owner!r}, {self._balance})"

    def __len__(self):
        return len(self.__history)


class SavingsAccount(Account):
    def __init__(self, owner, balance=0, *, rate=0.02):
        super().__init__(owner, balance)
        self._rate = rate

    def add_interest(self):
        return self.deposit(self._round(self._balance * self._rate))

    def _record(self, kind, amount, *, note=""):
        super()._record(kind.upper(), amount, note=note or "savings")


class Overdraft(Account):
    _limit = 100

    def withdraw(self, amount):
        if amount > self._balance + self._limit:
            raise InsufficientFunds(amount, self._balance + self._limit)
        self._balance -= amount
        return self


#> run_account [100, [["deposit", 50], ["withdraw", 30]]] -> {"balance": 120, "history": ["deposit 50", "withdraw 30"], "length": 2}
#> run_account [10, [["withdraw", 30]]] raises InsufficientFunds: need 30, have 10
#> run_account [10, [["deposit", -1]]] raises ValueError: deposit must be positive
#> run_account [10, [["steal", 1]]] raises AttributeError: 'Account' object has no attribute 'steal'
def run_account(balance, operations):
    account = Account("Ann", balance)
    for name, amount in operations:
        getattr(account, name)(amount)
    return {"balance": account.balance, "history": account.history(), "length": len(account)}


#> savings_after_years [1000, 3] -> ["SavingsAccount('Bob', 1157.62)", "DEPOSIT 55.12", 5]
def savings_after_years(balance, years):
    account = SavingsAccount("Bob", balance, rate=0.05)
    for _ in range(years):
        account.add_interest()
    return [repr(account), account.history()[-1], account.bonus()]


#> overdraft [20, 110] -> -90
#> overdraft [20, 130] raises InsufficientFunds: need 130, have 120
def overdraft(balance, amount):
    account = Overdraft("Cid", balance)
    account.withdraw(amount)
    return account._balance


#> set_balance [5] -> [5, 0]
#> set_balance [-5] raises ValueError: balance cannot be negative
def set_balance(value):
    account = Account("Dee", 1)
    account.balance = value
    before = account.balance
    del account.balance
    return [before, account.balance]


#> count_accounts [3] -> [0, 3, 3, 3]
def count_accounts(number):
    before = Account.count()
    for index in range(number):
        (Account if index % 2 else SavingsAccount)(f"owner {index}")
    return [before, Account.count(), SavingsAccount._count, Account._count]


#> mangled_names [] -> [[], 5, false, true, ["_Account__history", "_balance", "owner"]]
def mangled_names():
    """What two leading underscores really do."""
    account = Account("Eve", 7)
    return [
        account._Account__history,
        Account._Account__secret_bonus,
        hasattr(account, "__history"),
        hasattr(account, "_Account__history"),
        sorted(vars(account)),
    ]


#> peek_at_history [] raises AttributeError: 'Account' object has no attribute '__history'
def peek_at_history():
    account = Account("Eve", 7)
    return account.__history


#> misspelt_attribute [3] raises AttributeError: 'Account' object has no attribute '_balanse'
def misspelt_attribute(amount):
    account = Account("Fay", 7)
    account._balance += amount
    return account._balanse


#> wrong_private_call [] raises TypeError: Account._record() missing 1 required positional argument: 'amount'
def wrong_private_call():
    account = Account("Gus")
    return account._record("deposit")


#> transfer [100, 30] -> ["done", [70, 30]]
#> transfer [10, 30] -> ["InsufficientFunds: need 30, have 10", 20, [10, 0]]
def transfer(balance, amount):
    source, target = Account("from", balance), Account("to")
    log = []
    try:
        source.withdraw(amount)
    except InsufficientFunds as problem:
        log.append(f"{type(problem).__name__}: {problem}")
        log.append(problem.needed - problem.available)
    else:
        target.deposit(amount)
        log.append("done")
    finally:
        log.append([source._balance, target._balance])
    return log
