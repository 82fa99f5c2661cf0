namespace OmniHelix.Cli.Shell;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong flags, commands or configuration.</summary>
    public const int WrongUsage = 2;

    /// <summary>Done, but some records failed and are named in the output.</summary>
    public const int SomeRecordsFailed = 3;

    /// <summary>Stopped by Ctrl-C or SIGTERM after cleaning up.</summary>
    public const int Cancelled = 130;

    /// <summary>Nobody reads the output any more, such as after <c>head</c>: what shells say of programs that a closed pipe ends.</summary>
    public const int OutputClosed = 141;
}
