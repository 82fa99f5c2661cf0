namespace OmniHelix.Settings;

/// <summary>Who said a value. Later ones win over earlier ones.</summary>
public enum Origin
{
    /// <summary>Nobody: the settings record has it.</summary>
    Default,

    /// <summary>The model, which cannot take another one.</summary>
    Model,

    /// <summary>The configuration of the data set.</summary>
    DataSet,

    /// <summary>A configuration file, or the <c>run.json</c> of a former run.</summary>
    File,

    /// <summary>A program that uses the library.</summary>
    Caller,

    /// <summary>The command line.</summary>
    Flag,
}

/// <summary>Who said a value, and where.</summary>
/// <param name="Origin">Who.</param>
/// <param name="Place">Flag, or file with line and column; null when there is no place.</param>
public sealed record Source(Origin Origin, string? Place = null)
{
    /// <summary>A program that uses the library.</summary>
    public static Source Caller { get; } = new(Origin.Caller);

    /// <summary>The settings record.</summary>
    public static Source Default { get; } = new(Origin.Default);

    /// <summary>
    /// As <c>run.json</c> says it: <c>flag</c>, <c>file task.yaml:7</c>, <c>data set</c>, <c>model</c>, <c>caller</c>, <c>default</c>.
    /// </summary>
    public override string ToString() => Origin switch
    {
        Origin.Flag => "flag",
        Origin.Caller => "caller",
        Origin.File => $"file {WithoutColumn()}",
        Origin.DataSet => "data set",
        Origin.Model => "model",
        _ => "default",
    };

    private string? WithoutColumn() => Place is { } place && place.LastIndexOf(':') is > 0 and var end ? place[..end] : Place;
}
