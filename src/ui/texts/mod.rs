//! Every text of the interface: one table, so that another language is one more table.
//!
//! A text with values in it is a template: `{0}` is the first value. A text that counts has a form
//! for one and a form for many, with a bar between them.

pub mod canvas;
mod doors;
mod effects;
mod english;
mod filter;
mod measured;
mod obstacles;
mod past;
mod sentences;

/// The language that is shown.
pub fn texts() -> &'static Texts {
    &english::ENGLISH
}

/// The words on the canvas, in the language that is shown.
pub fn canvas_texts() -> &'static canvas::CanvasTexts {
    &canvas::ENGLISH
}

macro_rules! texts {
    ($($name:ident)*) => {
        /// Every text in one language; the name of a text says where it stands.
        #[derive(Debug)]
        #[expect(missing_docs, reason = "the name of a text is its meaning")]
        pub struct Texts {
            $(pub $name: &'static str,)*
            pub hints: [&'static str; 4],
            /// Of each public monolith: its name, what it is, and the command that brings it.
            pub publics: [[&'static str; 3]; 4],
        }
    };
}

texts! {
    product tagline menu unsaved search_hint search_everything
    open_folder open_path reload read_anew follow_changes save close_project quit
    undo redo add_service new_service_from_selection give_back rename lock lock_here unlock
    decide decide_library decide_copy decide_service decide_keep decide_forget suggest_boundaries
    suggest suggest_about
    new_scenario duplicate_scenario rename_scenario delete_scenario next_scenario previous_scenario
    select_neighbors clear_selection copy_path select_modules show_on_canvas
    fit_all fit_selection actual_size zoom_in zoom_out
    copy show_findings show_cut_list show_services show_notices show_blind_spots show_history show_data show_doors
    toggle_explorer toggle_inspector toggle_bottom toggle_tests open_filter show_everything show_again
    toggle_guesses only_resolved toggle_inactive flip_theme settings shortcuts about
    export check
    area_project area_plan area_scenario area_selection area_view area_results
    move_to move_to_named merge_into merge_into_named new_service remove remove_service remaining rest service services
    chosen_scenario chosen_stays
    explorer filter_modules nothing_found nothing_open
    small_crates shelf database
    findings cut_list notices blind_spots history no_findings no_services_yet nothing_cut no_notices as_opened
    filter_cut_list from to owner_from owner_to references modules lines complexity functions own_and_inside cyclomatic cognitive nesting parameters implemented_by to_break cohesion incoming outgoing
    inside figures dependencies module_cycles cut_share most_needed what_next
    cut_weight cut_edges cycles service_cycles cohesion_of
    if_moved_to held newly_cut no_longer_cut nothing_changes
    explain why_here stay_inside next_best better_elsewhere undecisive show_why hide_why speaks_for instability stands_alone
    depends_on dependents items source evidence mentioned none show_all
    show_module show_source show_target show_around show_more_places no_places no_edge how
    accept unaccept accept_about accept_reason
    as_remote_call n_of_all remote_as_they_are remote_fine remote_declare remote_unknown remote_reshape
    remote_blocks remote_orphans remote here state_in_memory state_reached state_by part_output part_error
    way_lock way_channel way_handle way_closure way_dyn_trait way_pointer way_state
    way_borrowed_mutably way_borrowed way_generic way_impl_trait way_stream way_shared way_cell
    way_clock way_foreign way_stays_behind way_schema way_macro way_orphan way_unknown way_not_serde
    way_feature way_private way_hidden
    people_and_time commits commits_recent n_commits authors truck_factor first_change last_change teams
    changed_together together_about commits_of_both no_commits read_past
    measured measured_about measured_reads measured_writes measured_calls measured_functions measured_nothing
    measured_calls_in measured_failed measured_column read_measured picker_measured_title picker_measured
    gateway_prefixes prefixes_hint note
    circle circle_sentence circle_breaks circle_breaks_bound rule_broken rule_together rule_apart undecided_hub undecided_sentence
    split_transaction split_sentence layer_only layer_sentence cut_from_tests cut_from_tests_sentence transactions
    tier tier_interface tier_application tier_domain tier_persistence tier_infrastructure tier_likely tier_guessed
    sign_crate sign_table sign_row_type sign_calls sign_nothing sign_name
    tests_within tests_unit tests_integration tests_through untested
    shared_state shared_state_sentence several_writers several_writers_sentence unowned_table unowned_one unowned_many
    doors door hops answered_by no_doors door_choose filter_doors n_hops hops_about over_to as_above more_steps
    data tables columns n_tables n_columns no_data give_tables give_tables_about n_writes n_reads table_column table_kind used_by_services written_by read_by n_body dynamic_sql origin_files origin_code origin_mapper origin_named used_by_nobody filter_data filter_data_about
    kind_reads kind_writes kind_joins kind_foreign_key kind_fires
    misplaced misplaced_sentence needs_everything needs_everything_sentence look_at_lines
    vanished vanished_sentence vanished_moved repath drop_entry wide_boundary wide_sentence look_at_edges
    decided_library decided_copy decided_service decided_keep decided_not
    filter_blind_spots no_blind_spots blind_kind blind_what blind_place blind_times blind_missing blind_advice blind_choose paths_resolved n_blind
    n_modules n_lines n_dependencies n_crates n_references n_unresolved n_files n_violations
    analyzed_in kind_in item_in kind_and_weight ribbon_about
    deed_moved_one deed_moved_many deed_added deed_removed deed_renamed deed_merged deed_decided
    deed_forgot deed_locked deed_unlocked deed_accepted deed_unaccepted deed_repathed deed_dropped
    deed_placed deed_suggested
    deed_edited
    welcome_open welcome_open_about welcome_recent welcome_no_recent welcome_samples welcome_public welcome_public_about welcome_drop
    welcome_command_line welcome_command palette_hint palette_nothing palette_modules palette_items
    palette_services palette_commands
    working step_find step_read step_parse step_resolve step_fold step_history step_export step_suggest step_write
    work_count work_count_open cancel close ok
    guard_title guard_text guard_save guard_discard
    overtaken_title overtaken_text overtaken_keep overtaken_take
    recover_title recover_text recover_take recover_leave
    rename_service_title rename_scenario_title name
    picker_title picker_export_title picker_hint picker_open picker_export picker_up picker_missing
    picker_home
    export_title export_text export_formats export_folder export_choose export_write export_force
    export_files export_preview export_done export_none preparing
    check_title check_clean check_running check_accepted check_stale check_accept_all
    check_violations_hint
    shortcuts_title settings_title settings_theme settings_system settings_dark settings_light
    settings_motion settings_reduce_motion settings_motion_about settings_tests about_text
    settings_follow settings_follow_check settings_follow_about reading_again
    filter filter_about filter_kinds filter_confidence filter_code filter_tests filter_tests_about
    filter_inactive filter_inactive_about filter_reach kinds_hidden guesses_hidden unsure_hidden
    inactive_hidden filter_hides hidden_here n_shown only_under tag_under tag_test
    kind_use kind_call kind_construct kind_type kind_implement kind_static kind_macro kind_derive
    kind_reexport kind_dispatch kind_other sure_resolved sure_inferred sure_guessed
    drop_here no_display
}
