-- People who buy without an account: the guest, and the code that proves their number.
create table document_commerce_guest partition of document for values in ('commerce.guest');
create table document_identity_guest_entry partition of document for values in ('identity.guest-entry');
