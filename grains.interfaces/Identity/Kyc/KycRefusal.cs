namespace Postmobile.Identity;

/// <summary>Why nothing came of something about papers, screening or a freeze. Each is a definite no; nothing has changed.</summary>
public enum KycRefusal
{
    /// <summary><c>picture_type</c>: not a JPEG, PNG or WebP picture.</summary>
    PictureType,

    /// <summary><c>picture_too_large</c>: the file is larger than 8 MB.</summary>
    PictureTooLarge,

    /// <summary><c>picture_dimensions</c>: too many pixels to be opened, or too few to be read.</summary>
    PictureDimensions,

    /// <summary><c>picture_unreadable</c>: it says that it is a picture, and cannot be opened as one.</summary>
    PictureUnreadable,

    /// <summary><c>picture_missing</c>: the tier needs pictures that are not there.</summary>
    PictureMissing,

    /// <summary><c>papers_invalid</c>: a name, number or date cannot be one.</summary>
    PapersInvalid,

    /// <summary><c>document_expired</c>: the document is no longer good.</summary>
    DocumentExpired,

    /// <summary><c>tier_not_offered</c>: there is no such tier above the present one.</summary>
    TierNotOffered,

    /// <summary><c>case_under_review</c>: papers that were submitted are not changed.</summary>
    CaseUnderReview,

    /// <summary><c>case_not_open</c>: it is not submitted, or was decided before.</summary>
    CaseNotOpen,

    /// <summary><c>case_claimed</c>: another clerk is looking at it.</summary>
    CaseClaimed,

    /// <summary><c>case_not_claimed</c>: take the case before you decide it; a claim lasts ten minutes.</summary>
    CaseNotClaimed,

    /// <summary><c>own_case</c>: nobody decides about themselves.</summary>
    OwnCase,

    /// <summary><c>reason_needed</c>: a reason of 3 to 140 characters must be given.</summary>
    ReasonNeeded,

    /// <summary><c>same_operator</c>: whoever froze does not lift.</summary>
    SameOperator,

    /// <summary><c>not_frozen</c>: no operator has stopped anything.</summary>
    NotFrozen,

    /// <summary><c>unknown_customer</c>: nobody by that number or id.</summary>
    UnknownCustomer,

    /// <summary><c>already_decided</c>: it was decided before.</summary>
    AlreadyDecided,

    /// <summary><c>not_found</c>: there is no such case, picture or hit.</summary>
    NotFound,

    /// <summary><c>list_invalid</c>: the file is not a list of names; see the line.</summary>
    ListInvalid,
}
