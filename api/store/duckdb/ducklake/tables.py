"""The tables of a DuckLake catalogue, as its specification has them (https://ducklake.select/docs/stable/specification)."""

ENTITY = "begin_snapshot bigint, end_snapshot bigint"
FILE = "path varchar, path_is_relative boolean"
SIZES = "file_size_bytes bigint, footer_size bigint"
BOUNDS = "min_value varchar, max_value varchar"
STATISTICS = f"column_size_bytes bigint, value_count bigint, null_count bigint, {BOUNDS}, contains_nan boolean, extra_stats varchar"
CATALOG = {  # the tables of a catalogue, https://ducklake.select/docs/stable/specification/tables/overview
    "metadata": '"key" varchar not null, "value" varchar not null, "scope" varchar, scope_id bigint',
    "snapshot": "snapshot_id bigint primary key, snapshot_time timestamptz, schema_version bigint, next_catalog_id bigint, next_file_id bigint",
    "snapshot_changes": "snapshot_id bigint primary key, changes_made varchar, author varchar, commit_message varchar, commit_extra_info varchar",
    "schema": f"schema_id bigint primary key, schema_uuid uuid, {ENTITY}, schema_name varchar, {FILE}",
    "table": f"table_id bigint, table_uuid uuid, {ENTITY}, schema_id bigint, table_name varchar, {FILE}",
    "view": f'view_id bigint, view_uuid uuid, {ENTITY}, schema_id bigint, view_name varchar, dialect varchar, "sql" varchar, column_aliases varchar',
    "tag": f'object_id bigint, {ENTITY}, "key" varchar, "value" varchar',
    "column_tag": f'table_id bigint, column_id bigint, {ENTITY}, "key" varchar, "value" varchar',
    "column": f"column_id bigint, {ENTITY}, table_id bigint, column_order bigint, column_name varchar, column_type varchar, initial_default varchar, default_value varchar, nulls_allowed boolean, parent_column bigint, default_value_type varchar, default_value_dialect varchar",
    "data_file": f"data_file_id bigint primary key, table_id bigint, {ENTITY}, file_order bigint, {FILE}, file_format varchar, record_count bigint, {SIZES}, row_id_start bigint, partition_id bigint, encryption_key varchar, mapping_id bigint, partial_max bigint",
    "delete_file": f"delete_file_id bigint primary key, table_id bigint, {ENTITY}, data_file_id bigint, {FILE}, format varchar, delete_count bigint, {SIZES}, encryption_key varchar, partial_max bigint",
    "files_scheduled_for_deletion": f"data_file_id bigint, {FILE}, schedule_start timestamptz",
    "inlined_data_tables": "table_id bigint, table_name varchar, schema_version bigint",
    "column_mapping": 'mapping_id bigint, table_id bigint, "type" varchar',
    "name_mapping": "mapping_id bigint, column_id bigint, source_name varchar, target_field_id bigint, parent_column bigint, is_partition boolean",
    "table_stats": "table_id bigint, record_count bigint, next_row_id bigint, file_size_bytes bigint",
    "table_column_stats": f"table_id bigint, column_id bigint, contains_null boolean, contains_nan boolean, {BOUNDS}, extra_stats varchar",
    "file_column_stats": f"data_file_id bigint, table_id bigint, column_id bigint, {STATISTICS}",
    "file_variant_stats": f"data_file_id bigint, table_id bigint, column_id bigint, variant_path varchar, shredded_type varchar, {STATISTICS}",
    "partition_info": f"partition_id bigint, table_id bigint, {ENTITY}",
    "partition_column": "partition_id bigint, table_id bigint, partition_key_index bigint, column_id bigint, \"transform\" varchar",
    "file_partition_value": "data_file_id bigint, table_id bigint, partition_key_index bigint, partition_value varchar",
    "schema_versions": "begin_snapshot bigint, schema_version bigint, table_id bigint",
    "sort_info": f"sort_id bigint, table_id bigint, {ENTITY}",
    "sort_expression": "sort_id bigint, table_id bigint, sort_key_index bigint, expression varchar, dialect varchar, sort_direction varchar, null_order varchar",
    "macro": f"schema_id bigint, macro_id bigint, macro_name varchar, {ENTITY}",
    "macro_impl": 'macro_id bigint, impl_id bigint, dialect varchar, "sql" varchar, "type" varchar',
    "macro_parameters": "macro_id bigint, impl_id bigint, column_id bigint, parameter_name varchar, parameter_type varchar, default_value varchar, default_value_type varchar",
}  # fmt: skip
