namespace OmniHelix.Cli.Doctor;

/// <summary>libtorch as the native shim found it.</summary>
/// <param name="Version">Such as <c>1.13.1</c>.</param>
/// <param name="Library">Path of the loaded libtorch.</param>
/// <param name="Threads">Threads one operator may use.</param>
/// <param name="Cuda">True when it can compute on a GPU.</param>
internal sealed record Engine(string Version, string Library, int Threads, bool Cuda);

/// <summary>The engine, or the sentence that says why there is none.</summary>
/// <param name="Found">Null when it cannot be loaded.</param>
/// <param name="Failure">Null when it was loaded.</param>
internal sealed record EngineProbe(Engine? Found, string? Failure)
{
    /// <summary>Loads libtorch, which takes up to a second.</summary>
    public static EngineProbe Look() => new(null, "this build has no native shim");
}
