//! The tables, as diesel sees them: the same on both databases. Follows `migrations/`.

diesel::table! {
    event (id) {
        id -> Text,
        title -> Text,
        state -> Text,
        rules_text -> Text,
        rules_sha256 -> Text,
        demo -> Bool,
        rehearsal -> Bool,
        version -> BigInt,
        setup_version -> BigInt,
        provisional_open -> Bool,
        created_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        published_at -> Nullable<BigInt>,
        rehearsal_of -> Nullable<Text>,
        discarded_at -> Nullable<BigInt>,
        signers -> Text,
        result_from -> Text,
        notice_days -> BigInt,
        signed_at -> Nullable<BigInt>,
        archived_at -> Nullable<BigInt>,
        keep_days -> BigInt,
        objections_named -> Bool,
        erased_at -> Nullable<BigInt>,
        signed -> Nullable<Text>,
        confirming -> Nullable<Text>,
        bundle_cards -> Nullable<Text>,
        spot_places -> Nullable<BigInt>,
    }
}

diesel::table! {
    entry (event_id, position) {
        event_id -> Text,
        position -> Integer,
        id -> Text,
        name -> Text,
        unit -> Text,
        unit_type -> Text,
        site -> Text,
        theme -> Text,
        track -> Text,
        class -> Text,
        printed -> Nullable<BigInt>,
        summary -> Text,
        panel -> Nullable<Text>,
    }
}

diesel::table! {
    judge (event_id, position) {
        event_id -> Text,
        position -> Integer,
        id -> Text,
        name -> Text,
        unit -> Text,
        group_id -> Text,
        panel -> Nullable<Text>,
    }
}

diesel::table! {
    checkpoint (event_id, position) {
        event_id -> Text,
        position -> Integer,
        entry -> Text,
        stop -> Nullable<BigInt>,
        planned_arrival -> Text,
        planned_departure -> Text,
        look_at -> Text,
        arrived_at -> Nullable<BigInt>,
        left_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    exclusion (event_id, position) {
        event_id -> Text,
        position -> Integer,
        judge -> Text,
        component -> Text,
        entry -> Text,
        kind -> Text,
        reason -> Text,
    }
}

diesel::table! {
    measure (event_id, component, entry) {
        event_id -> Text,
        component -> Text,
        entry -> Text,
        value -> Text,
    }
}

diesel::table! {
    adjustment (event_id, position) {
        event_id -> Text,
        position -> Integer,
        entry -> Text,
        kind -> Text,
        item -> Text,
        points -> Text,
        reason -> Text,
    }
}

diesel::table! {
    decision (event_id, position) {
        event_id -> Text,
        position -> Integer,
        entry -> Text,
        turn -> BigInt,
        reason -> Text,
        made -> BigInt,
        tie -> Text,
        cause -> Text,
    }
}

diesel::table! {
    comment (event_id, position) {
        event_id -> Text,
        position -> Integer,
        judge -> Text,
        component -> Text,
        entry -> Text,
        text -> Text,
        criterion -> Nullable<Text>,
    }
}

diesel::table! {
    operation (op) {
        op -> Text,
        event_id -> Text,
        version -> BigInt,
        judge -> Text,
        device -> Text,
        seq -> BigInt,
        component -> Text,
        entry -> Text,
        base -> Nullable<Text>,
        body -> Text,
        outcome -> Text,
        revision -> BigInt,
        older_rules -> Bool,
        receipt -> Text,
        received_at -> BigInt,
        skew_ms -> Nullable<BigInt>,
        restored -> Bool,
        key -> Nullable<Text>,
        sig -> Nullable<Text>,
    }
}

diesel::table! {
    settled (rival, op) {
        rival -> Text,
        op -> Text,
        event_id -> Text,
        judge -> Text,
        component -> Text,
        entry -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(operation, settled);
diesel::allow_tables_to_appear_in_same_query!(operation, handed_card);

diesel::table! {
    ruling (op) {
        op -> Text,
        event_id -> Text,
        judge -> Text,
        admitted -> Bool,
        reason -> Text,
        who -> Text,
        at -> BigInt,
        made -> Nullable<Text>,
    }
}

diesel::table! {
    sheet (id) {
        id -> Text,
        event_id -> Text,
        judge -> Text,
        component -> Text,
        entry -> Text,
        reference -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    typing (sheet, number) {
        sheet -> Text,
        number -> BigInt,
        event_id -> Text,
        account -> Text,
        body -> Text,
        salt -> Text,
        rules -> Text,
        remark -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    sheet_end (sheet) {
        sheet -> Text,
        event_id -> Text,
        outcome -> Text,
        number -> Nullable<BigInt>,
        op -> Nullable<Text>,
        account -> Text,
        remark -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    refusal (event_id, judge, op, outcome, body_sha256) {
        event_id -> Text,
        judge -> Text,
        op -> Text,
        outcome -> Text,
        body_sha256 -> Text,
        device -> Text,
        seq -> BigInt,
        base -> Nullable<Text>,
        body -> Text,
        received_at -> BigInt,
    }
}

diesel::table! {
    result (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        version -> BigInt,
        report -> Text,
        fingerprint -> Text,
        frozen_at -> BigInt,
    }
}

diesel::table! {
    withdrawal (event_id, kind, position) {
        event_id -> Text,
        kind -> Text,
        position -> Integer,
        reason -> Text,
        who -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    day_change (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        kind -> Text,
        subject -> Text,
        told -> Text,
        reason -> Text,
        who -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    signature (event_id, number, account) {
        event_id -> Text,
        number -> BigInt,
        account -> Text,
        role -> Text,
        fingerprint -> Text,
        at -> BigInt,
        full_name -> Nullable<Text>,
    }
}

diesel::table! {
    acceptance (event_id, number, judge, component, entry) {
        event_id -> Text,
        number -> BigInt,
        judge -> Text,
        component -> Text,
        entry -> Text,
        reason -> Text,
        who -> Text,
        at -> BigInt,
        cause -> Text,
    }
}

diesel::table! {
    tie_proposal (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        turns -> Text,
        cause -> Text,
        reason -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        approved -> Nullable<Bool>,
    }
}

diesel::table! {
    publication (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        fingerprint -> Text,
        who -> Text,
        at -> BigInt,
        days -> BigInt,
        second -> Nullable<Text>,
    }
}

diesel::table! {
    fact_tick (event_id, number, fact, digest) {
        event_id -> Text,
        number -> BigInt,
        fact -> Text,
        digest -> Text,
        account -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    spot_draw (event_id, number, turn) {
        event_id -> Text,
        number -> BigInt,
        turn -> BigInt,
        head -> Text,
        typed -> Text,
        seed -> Text,
        places -> BigInt,
        cards -> Text,
        is_all -> Bool,
        account -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    spot_look (event_id, number, op, turn) {
        event_id -> Text,
        number -> BigInt,
        op -> Text,
        turn -> BigInt,
        differs -> Bool,
        remark -> Text,
        account -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    dissent (event_id, number, account) {
        event_id -> Text,
        number -> BigInt,
        account -> Text,
        role -> Text,
        reason -> Text,
        at -> BigInt,
        full_name -> Nullable<Text>,
    }
}

diesel::table! {
    publish_request (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        result -> BigInt,
        fingerprint -> Text,
        reason -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        approved -> Nullable<Bool>,
    }
}

diesel::table! {
    public_bundle (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        cards -> Text,
        sha256 -> Text,
        bytes -> Binary,
        made_at -> BigInt,
    }
}

diesel::table! {
    reopening (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        reason -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        approved -> Nullable<Bool>,
        from_archive -> Bool,
    }
}

diesel::table! {
    bundle (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        sha256 -> Text,
        bytes -> Binary,
        made_at -> BigInt,
    }
}

diesel::table! {
    objection (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        result -> BigInt,
        token_sha256 -> Text,
        name -> Text,
        unit -> Text,
        contact -> Text,
        entry -> Text,
        text -> Text,
        at -> BigInt,
        answer -> Text,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        upheld -> Nullable<Bool>,
        reason -> Text,
        note -> Text,
        closed_by -> Nullable<Text>,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    erasure (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        reason -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        approved -> Nullable<Bool>,
    }
}

diesel::table! {
    rules_version (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        rules_text -> Text,
        rules_sha256 -> Text,
        at -> BigInt,
        made_by -> Text,
        second -> Nullable<Text>,
        reason -> Text,
    }
}

diesel::table! {
    rules_proposal (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        rules_text -> Text,
        rules_sha256 -> Text,
        from_sha256 -> Text,
        basis -> Text,
        reason -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        outcome -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    account (name) {
        name -> Text,
        role -> Text,
        password -> Text,
        created_at -> BigInt,
        must_change -> Bool,
        left_at -> Nullable<BigInt>,
        full_name -> Nullable<Text>,
    }
}

diesel::table! {
    upload (account) {
        account -> Text,
        id -> Text,
        at -> BigInt,
        event_id -> Nullable<Text>,
        setup_version -> BigInt,
        rules_from -> Text,
        rules_text -> Text,
        made -> Nullable<Text>,
    }
}

diesel::table! {
    upload_file (upload, position) {
        upload -> Text,
        position -> Integer,
        name -> Text,
        bytes -> Binary,
    }
}

diesel::table! {
    session (token_sha256) {
        token_sha256 -> Text,
        role -> Text,
        account -> Nullable<Text>,
        event_id -> Nullable<Text>,
        judge -> Nullable<Text>,
        name -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
        idle_micros -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        key -> Nullable<Text>,
        ended -> Nullable<Text>,
    }
}

diesel::table! {
    tablet_key (event_id, judge, id) {
        event_id -> Text,
        judge -> Text,
        id -> Text,
        device -> Text,
        algorithm -> Text,
        public -> Text,
        registered_at -> BigInt,
    }
}

diesel::table! {
    handed_card (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        op -> Text,
        judge -> Text,
        device -> Text,
        seq -> BigInt,
        body -> Text,
        key -> Nullable<Text>,
        sig -> Nullable<Text>,
        file_sha256 -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        admitted -> Nullable<Bool>,
        reason -> Text,
    }
}

diesel::table! {
    link_request (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        judge -> Text,
        keeps -> Bool,
        code -> Text,
        tries -> BigInt,
        asked_by -> Text,
        asked_at -> BigInt,
        way -> Nullable<Text>,
        reason -> Text,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        made_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    link (token_sha256) {
        token_sha256 -> Text,
        event_id -> Text,
        judge -> Text,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    ask (event_id, judge, component, entry, at) {
        event_id -> Text,
        judge -> Text,
        component -> Text,
        entry -> Text,
        at -> BigInt,
        who -> Text,
    }
}

diesel::table! {
    device (event_id, judge, id) {
        event_id -> Text,
        judge -> Text,
        id -> Text,
        last_seen -> BigInt,
        acked_seq -> BigInt,
        last_seq -> BigInt,
        battery -> Nullable<Integer>,
        persisted -> Nullable<Bool>,
        skew_ms -> Nullable<BigInt>,
        unsent -> Text,
        lost -> Text,
    }
}

diesel::table! {
    audit (number) {
        number -> BigInt,
        at -> BigInt,
        who -> Text,
        act -> Text,
        event_id -> Text,
        subject -> Text,
        payload_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    audit_payload (number) {
        number -> BigInt,
        salt -> Text,
        payload -> Text,
    }
}

diesel::table! {
    log (id) {
        id -> Text,
        size -> BigInt,
        edge -> Text,
        taken_over -> BigInt,
    }
}

diesel::table! {
    leaf (log, number) {
        log -> Text,
        number -> BigInt,
        at -> BigInt,
        who -> Text,
        act -> Text,
        subject -> Text,
        commitment -> Text,
        hash -> Text,
    }
}

diesel::table! {
    leaf_payload (log, number) {
        log -> Text,
        number -> BigInt,
        salt -> Text,
        payload -> Text,
    }
}

diesel::table! {
    head (log, size) {
        log -> Text,
        size -> BigInt,
        at -> BigInt,
        cause -> Text,
        note -> Text,
    }
}

diesel::table! {
    secret (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    trial (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        original -> Text,
        seed -> BigInt,
        cards -> BigInt,
        figures -> BigInt,
        differing -> BigInt,
        first -> Text,
        who -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    call_setting (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        limit_s -> BigInt,
        bell_s -> BigInt,
        component -> Text,
        who -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    call_order (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        kind -> Text,
        by_track -> Bool,
        size -> BigInt,
        head -> Text,
        typed -> Text,
        seed -> Text,
        entries -> Text,
        reason -> Text,
        who -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    call_turn (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        entry -> Text,
        limit_s -> BigInt,
        bell_s -> BigInt,
        called_at -> BigInt,
        spans -> Text,
        ended_at -> Nullable<BigInt>,
        step -> BigInt,
        undone_at -> Nullable<BigInt>,
        reason -> Text,
    }
}

diesel::table! {
    overtime (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        entry -> Text,
        limit_s -> BigInt,
        used_s -> BigInt,
        at -> BigInt,
        outcome -> Nullable<Text>,
        adjustment -> Nullable<BigInt>,
        reason -> Text,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    wall (event_id) {
        event_id -> Text,
        scene -> Text,
        is_black -> Bool,
        result -> Nullable<BigInt>,
        fingerprint -> Nullable<Text>,
        from_place -> Nullable<BigInt>,
        step -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    wall_link (event_id, number) {
        event_id -> Text,
        number -> BigInt,
        token_sha256 -> Text,
        name -> Text,
        made_by -> Text,
        made_at -> BigInt,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<BigInt>,
    }
}
