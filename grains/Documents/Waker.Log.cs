using Microsoft.Extensions.Logging;

namespace Postmobile.Documents;

internal sealed partial class Waker
{
    [LoggerMessage(Level = LogLevel.Information, Message = "This silo wakes the documents that are due.")]
    private partial void LogAtWork();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The waker lost its connection to PostgreSQL; due documents wait until a silo has one again.")]
    private partial void LogInterrupted(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The document {Type}/{Id} is due and could not be woken, now for the {Times}. time; it is tried again later.")]
    private partial void LogFailed(Exception failure, string type, string id, int times);
}
