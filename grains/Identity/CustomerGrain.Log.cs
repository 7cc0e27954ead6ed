using Microsoft.Extensions.Logging;

namespace Postmobile.Identity;

// Customers are named by their id, never by name or number.
internal sealed partial class CustomerGrain
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {Customer} was created.")]
    private partial void LogCreated(string customer);

    [LoggerMessage(Level = LogLevel.Information, Message = "A wrong PIN for customer {Customer}, the {Count}. in a row.")]
    private partial void LogWrongPin(string customer, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {Customer} has a new PIN.")]
    private partial void LogPinChanged(string customer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A right code for a new PIN of customer {Customer} came from a device never seen; it was not enough.")]
    private partial void LogIdentityCheckNeeded(string customer);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator {Operator} has checked the identity of customer {Customer} for a new PIN.")]
    private partial void LogPinResetAllowed(string customer, CustomerId @operator);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Customer {Customer} was blocked by {By}.")]
    private partial void LogBlocked(string customer, BlockedBy by);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Customer {Customer} was unblocked by operator {Operator}.")]
    private partial void LogUnblocked(string customer, CustomerId @operator);

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {Customer} has another number.")]
    private partial void LogNumberChanged(string customer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operator {Operator} has taken the number away from customer {Customer}.")]
    private partial void LogNumberDetached(string customer, CustomerId @operator);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Customer {Customer} was given the role {Role} by operator {Operator}.")]
    private partial void LogGranted(string customer, Role role, CustomerId @operator);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Customer {Customer} has lost the role {Role} by operator {Operator}.")]
    private partial void LogRevoked(string customer, Role role, CustomerId @operator);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger has yet to hear of customer {Customer} ({Reason}); it is told again in a moment.")]
    private partial void LogLedgerUnavailable(string customer, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {Customer} has confirmed an e-mail address.")]
    private partial void LogEmailConfirmed(string customer);

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {Customer} has no e-mail address any more.")]
    private partial void LogEmailRemoved(string customer);

    [LoggerMessage(Level = LogLevel.Information, Message = "Customer {Customer} has left.")]
    private partial void LogClosed(string customer);
}
