# Two commands do everything a fresh machine needs: make run, make test.
# config/bootstrap.py is what they call; it needs nothing but Python 3.11.
PYTHON ?= python3
export PORT ?= 8000

.PHONY: run dev test admin setup lock clean

run:    ## environment, packages, gazetteer, database, seed articles; then the map is served
	@$(PYTHON) config/bootstrap.py run

dev:    ## the same with the reloading server
	@$(PYTHON) config/bootstrap.py dev

test:   ## every check there is
	@$(PYTHON) config/bootstrap.py test

admin:  ## make an editor (asks for a name and a password)
	@$(PYTHON) config/bootstrap.py admin

setup:  ## everything but the server
	@$(PYTHON) config/bootstrap.py setup

lock:   ## write the lock files anew after a change of pyproject.toml or package.json
	@$(PYTHON) config/bootstrap.py lock

clean:  ## remove what the commands above made, the database too
	rm -rf .venv node_modules var
