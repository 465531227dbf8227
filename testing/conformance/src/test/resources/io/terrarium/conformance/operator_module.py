def f(): return 'resource'
