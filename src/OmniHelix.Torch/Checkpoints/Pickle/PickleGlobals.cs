namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>What a file may call.</summary>
internal enum PickleCall
{
    OrderedDict,
    Dict,
    List,
    Tuple,
    Set,
    Size,
    Device,
    Encode,
    TensorV1,
    TensorV2,
    TensorV3,
    Parameter,
    ParameterWithState,
    NumpyReconstruct,
    NumpyArrayClass,
    NumpyDType,
    NumpyScalar,
}

/// <summary>A callable of the table; it is data, nothing is ever invoked by name.</summary>
internal sealed record PickleFunction(string Name, PickleCall Call);

/// <summary>The class slot of a storage reference; <paramref name="Type"/> is null for untyped storages.</summary>
internal sealed record PickleStorageClass(string Name, DType? Type);

/// <summary>The whole table of names that a checkpoint may mention. Anything else is refused, or inert in tolerant mode.</summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, object> Known = Build();

    // Tensors of kinds that cannot be represented: refused in tolerant mode too, so that no weight goes missing unnoticed.
    private static readonly HashSet<string> UnsupportedTensors = new(StringComparer.Ordinal)
    {
        "torch._utils._rebuild_sparse_tensor", "torch._utils._rebuild_sparse_csr_tensor",
        "torch._utils._rebuild_qtensor", "torch._utils._rebuild_nested_tensor",
        "torch._utils._rebuild_meta_tensor_no_storage", "torch._utils._rebuild_wrapper_subclass",
        "torch._utils._rebuild_device_tensor_from_numpy", "torch._utils._rebuild_device_tensor_from_cpu_tensor",
        "torch._utils._rebuild_xla_tensor", "torch._utils._rebuild_mlc_tensor",
        "torch._tensor._rebuild_from_type", "torch._tensor._rebuild_from_type_v2", "torch.tensor._rebuild_from_type",
        "torch.nested._internal.nested_tensor._rebuild_njt",
    };

    /// <summary>The marker of a known name, or null.</summary>
    public static object? Find(string module, string name) => Known.GetValueOrDefault(module + "\n" + name);

    public static bool IsUnsupportedTensor(string global) => UnsupportedTensors.Contains(global);

    private static Dictionary<string, object> Build()
    {
        // Module and name are joined by a character that neither can contain, so that no dotted trick can reach an entry.
        var table = new Dictionary<string, object>(StringComparer.Ordinal);
        void Add(PickleCall call, string name, params string[] modules)
        {
            foreach (var module in modules) table.Add(module + "\n" + name, new PickleFunction($"{module}.{name}", call));
        }

        Add(PickleCall.OrderedDict, "OrderedDict", "collections");
        Add(PickleCall.Dict, "dict", "builtins", "__builtin__");
        Add(PickleCall.List, "list", "builtins", "__builtin__");
        Add(PickleCall.Tuple, "tuple", "builtins", "__builtin__");
        Add(PickleCall.Set, "set", "builtins", "__builtin__");
        Add(PickleCall.Size, "Size", "torch");
        Add(PickleCall.Device, "device", "torch");
        Add(PickleCall.Encode, "encode", "_codecs");
        Add(PickleCall.TensorV1, "_rebuild_tensor", "torch._utils");
        Add(PickleCall.TensorV2, "_rebuild_tensor_v2", "torch._utils");
        Add(PickleCall.TensorV3, "_rebuild_tensor_v3", "torch._utils");
        Add(PickleCall.Parameter, "_rebuild_parameter", "torch._utils");
        Add(PickleCall.ParameterWithState, "_rebuild_parameter_with_state", "torch._utils");
        Add(PickleCall.NumpyReconstruct, "_reconstruct", "numpy.core.multiarray", "numpy._core.multiarray");
        Add(PickleCall.NumpyScalar, "scalar", "numpy.core.multiarray", "numpy._core.multiarray");
        Add(PickleCall.NumpyDType, "dtype", "numpy");
        Add(PickleCall.NumpyArrayClass, "ndarray", "numpy");

        foreach (var (name, type) in TypeNames)
            table.Add("torch\n" + name, new PickleDType("torch." + name, type));
        foreach (var module in (string[])["torch", "torch.storage"])
        {
            foreach (var (name, type) in StorageTypes)
                table.Add($"{module}\n{name}Storage", new PickleStorageClass($"{module}.{name}Storage", type));
            table.Add(module + "\nUntypedStorage", new PickleStorageClass(module + ".UntypedStorage", null));
        }
        return table;
    }

    private static (string, DType)[] TypeNames =>
    [
        ("uint8", DType.UInt8), ("int8", DType.Int8), ("int16", DType.Int16), ("int32", DType.Int32), ("int64", DType.Int64),
        ("uint16", DType.UInt16), ("uint32", DType.UInt32), ("uint64", DType.UInt64), ("bool", DType.Bool),
        ("float16", DType.Float16), ("bfloat16", DType.BFloat16), ("float32", DType.Float32), ("float64", DType.Float64),
        ("complex64", DType.Complex64), ("complex128", DType.Complex128),
        ("float8_e5m2", DType.Float8E5M2), ("float8_e4m3fn", DType.Float8E4M3), ("float8_e5m2fnuz", DType.Float8E5M2Fnuz),
        ("float8_e4m3fnuz", DType.Float8E4M3Fnuz), ("float8_e8m0fnu", DType.Float8E8M0),
    ];

    private static (string, DType)[] StorageTypes =>
    [
        ("Float", DType.Float32), ("Double", DType.Float64), ("Half", DType.Float16), ("BFloat16", DType.BFloat16),
        ("Long", DType.Int64), ("Int", DType.Int32), ("Short", DType.Int16), ("Char", DType.Int8), ("Byte", DType.UInt8),
        ("Bool", DType.Bool), ("ComplexFloat", DType.Complex64), ("ComplexDouble", DType.Complex128),
    ];
}
