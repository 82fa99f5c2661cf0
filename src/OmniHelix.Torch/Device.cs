namespace OmniHelix.Torch;

/// <summary>Where a tensor lives.</summary>
/// <param name="Type">Kind of device.</param>
/// <param name="Index">Number of the device, −1 for the current one.</param>
public readonly record struct Device(DeviceType Type, int Index = -1) : IParsable<Device>
{
    // What names a device in every command and file of settings.
    private const string Flag = "--device";

    /// <summary>The processor.</summary>
    public static Device Cpu => new(DeviceType.Cpu);

    /// <summary>An NVIDIA device.</summary>
    public static Device Cuda(int index = 0) => new(DeviceType.Cuda, index);

    internal long Code => ((long)Type << 8) | (uint)(Index & 255);

    /// <summary>Reads <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="UsageException">OH4002: another text.</exception>
    public static Device Parse(string text) =>
        text == "cpu" ? Cpu
        : text == "cuda" ? Cuda()
        : text.StartsWith("cuda:", StringComparison.Ordinal) && byte.TryParse(text.AsSpan(5), out var index) ? Cuda(index)
        : throw new UsageException("OH4002", $"'{text}' is no device; expected cpu, cuda or cuda:N", Flag);

    /// <summary>Refuses a device that this libtorch cannot compute on.</summary>
    /// <exception cref="UsageException">OH4002: there is no such device.</exception>
    public void RequirePresent()
    {
        if (Type != DeviceType.Cuda) return;
        var present = TorchEngine.CudaDevices;
        if (present > 0 && Index < present) return;
        var found = present == 0 ? "no NVIDIA device" : $"the devices cuda:0 to cuda:{present - 1}";
        throw new UsageException(
            "OH4002", $"the device {this} cannot be used: libtorch finds {found}", Flag,
            "Choose another device; omni doctor says what was found.");
    }

    static Device IParsable<Device>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Device>.TryParse(string? s, IFormatProvider? provider, out Device result)
    {
        // The error of Parse says more than "no".
        result = s is null ? default : Parse(s);
        return s is not null;
    }

    /// <summary><c>cpu</c> or <c>cuda:0</c>.</summary>
    public override string ToString() => Type == DeviceType.Cpu ? "cpu" : Index < 0 ? "cuda" : FormattableString.Invariant($"cuda:{Index}");
}

/// <summary>Kinds of device; the numbers are libtorch's.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    Cpu = 0,

    /// <summary>NVIDIA CUDA.</summary>
    Cuda = 1,
}
