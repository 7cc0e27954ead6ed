using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Postmobile.Api.Identity;

namespace Postmobile.Api.Pages.Shell;

/// <summary>All that a person can do, as pictures with words.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed class ServicesModel : PageModel;
