
# The schema of every service, made one after the other in a database server that runs here alone.
install -d -o mysql -g mysql /run/mysqld
mariadbd-safe --skip-networking >/dev/null 2>&1 &
until mariadb-admin ping >/dev/null 2>&1; do sleep 0.2; done
for database in keystone glance placement nova_api nova_cell0 nova neutron cinder; do
  mariadb -e "CREATE DATABASE $database CHARACTER SET utf8mb4"
  cat >/tmp/$database.conf <<END
[DEFAULT]
transport_url = rabbit://localhost
core_plugin = ml2
[database]
connection = mysql+pymysql://root@localhost/$database?unix_socket=/run/mysqld/mysqld.sock
[placement_database]
connection = mysql+pymysql://root@localhost/$database?unix_socket=/run/mysqld/mysqld.sock
[api_database]
connection = mysql+pymysql://root@localhost/nova_api?unix_socket=/run/mysqld/mysqld.sock
END
done
socket='unix_socket=/run/mysqld/mysqld.sock'
keystone-manage --config-file /tmp/keystone.conf db_sync
glance-manage --config-file /tmp/glance.conf db_sync
placement-manage --config-file /tmp/placement.conf db sync
nova-manage --config-file /tmp/nova.conf api_db sync
nova-manage --config-file /tmp/nova.conf cell_v2 map_cell0 \
  --database_connection "mysql+pymysql://root@localhost/nova_cell0?$socket"
nova-manage --config-file /tmp/nova.conf cell_v2 create_cell --name cell1
nova-manage --config-file /tmp/nova.conf db sync
neutron-db-manage --config-file /tmp/neutron.conf upgrade heads
cinder-manage --config-file /tmp/cinder.conf db sync
mariadb-admin shutdown
wait
printf '[database]\nconnection = sqlite:////tmp/ironic.sqlite\n' >/tmp/ironic.conf
ironic-dbsync --config-file /tmp/ironic.conf create_schema
