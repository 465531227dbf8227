def total(article, quantity, price, discount=0):
    """What an order costs, with a discount in percent."""
    if quantity < 0:
        raise ValueError(f"{quantity} of {article}")
    return round(quantity * price * (1 - discount / 100), 2)
