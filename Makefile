.DEFAULT_GOAL := help
STACK ?= lab
export STACK

.PHONY: help up preview down test test-ha test-boot bench status

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

up: ## Build the lab on this computer: hosts, cloud, tenants (STACK=prod for another environment)
	@bin/up

preview: ## Show what `make up` would change
	@bin/preview

down: ## Remove the lab and all it made on this computer
	@bin/down

status: ## Show the lab's hosts
	@bin/setup && node --import tsx embedded/metal/main.ts status

test: ## Check the code and run every test, the whole lab included
	@bin/test

test-ha: ## Test a lab of three controllers, which takes 11 GiB of memory, in place of the lab
	@bin/setup && npm run --silent ha

test-boot: ## Boot a virtual machine with UEFI through its controller: boot loader, kernel, state on its disk
	@bin/setup && npm run --silent boot

bench: ## Measure against what is run side by side, and print a table
	@bin/setup && node --import tsx bench/main.ts $(PARTS)
