using System.Globalization;
using System.Text;

namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>Names and the few things that may be done with them.</summary>
internal ref partial struct PickleReader
{
    private const int MaxTensors = 1_000_000;
    private const int MaxNameLength = 256;
    private const int MaxDeviceLength = 16;

    private void PushGlobal(string module, string name)
    {
        if (module.Length == 0 || name.Length == 0 || module.Length + name.Length > MaxNameLength
            || module.Any(char.IsControl) || name.Any(char.IsControl))
            throw Fail("a global has an empty, overlong or unprintable name");
        var global = $"{module}.{name}";
        if (PickleGlobals.Find(module, name) is { } known) Push(known);
        else if (context.Tolerant && !PickleGlobals.IsUnsupportedTensor(global)) Push(new PickleOpaque(global));
        else throw context.RefuseGlobal(at, global);
    }

    private readonly string Name(ReadOnlySpan<byte> line) => PickleText.Utf8(line) ?? throw Fail("the name of a global is not UTF-8");

    private void Reduce()
    {
        if (Pop() is not PickleTuple arguments) throw Fail("call arguments must be a tuple");
        var callee = Pop();
        Push(callee switch
        {
            PickleFunction function => Call(function, arguments.Items),
            PickleOpaque opaque => new PickleOpaque(opaque.Global),
            _ => throw Fail("a value is called that is not a function"),
        });
    }

    private void NewObject()
    {
        if (Pop() is not PickleTuple arguments) throw Fail("constructor arguments must be a tuple");
        var type = Pop();
        Push(type switch
        {
            PickleFunction { Call: <= PickleCall.Size } function => Call(function, arguments.Items),
            PickleOpaque opaque => new PickleOpaque(opaque.Global),
            _ => throw Fail("an object is made of something that is not a class"),
        });
    }

    private object Call(PickleFunction function, IReadOnlyList<object?> arguments)
    {
        switch (function.Call)
        {
            case PickleCall.OrderedDict: return Pairs(Dict(ordered: true), arguments);
            case PickleCall.Dict: return Pairs(Dict(ordered: false), arguments);
            case PickleCall.List: return List(Sequence(function, arguments));
            case PickleCall.Tuple: return Tuple(Sequence(function, arguments));
            case PickleCall.Set: return Fill(new PickleSet(), Sequence(function, arguments));
            case PickleCall.Size: return Tuple(Sequence(function, arguments), isSize: true);
            case PickleCall.Device when arguments is [string { Length: <= MaxDeviceLength } name]: return new PickleDevice(name);
            case PickleCall.Device when arguments is [string { Length: <= MaxDeviceLength } name, long index]:
                return new PickleDevice(string.Create(CultureInfo.InvariantCulture, $"{name}:{index}"));
            case PickleCall.Encode when arguments is [string text, "latin1" or "latin-1"]: return Encode(text);
            case PickleCall.TensorV1 or PickleCall.TensorV2 or PickleCall.TensorV3:
                if (++tensors > MaxTensors) throw Fail($"more than {MaxTensors} tensors");
                return TensorRebuilder.Tensor(function.Call, arguments, context, at);
            case PickleCall.Parameter or PickleCall.ParameterWithState:
                return TensorRebuilder.Parameter(function.Call, arguments, context, at);
            case PickleCall.NumpyDType: return NumpyRebuilder.Type(arguments, context, at);
            case PickleCall.NumpyScalar: return NumpyRebuilder.Scalar(arguments, context, at);
            case PickleCall.NumpyReconstruct when arguments is [PickleFunction { Call: PickleCall.NumpyArrayClass }, PickleTuple, _]:
                return new NumpyArray();
            default: throw Fail($"'{function.Name}' is called with arguments it does not take");
        }
    }

    // One list, tuple or set, or nothing.
    private object?[] Sequence(PickleFunction function, IReadOnlyList<object?> arguments)
    {
        IReadOnlyList<object?> source = arguments switch
        {
            [] => [],
            [PickleList list] => list.Items,
            [PickleTuple tuple] => tuple.Items,
            [PickleSet set] => set.Items,
            _ => throw Fail($"'{function.Name}' takes one list"),
        };
        Count(source.Count);
        return [.. source];
    }

    private byte[] Encode(string text)
    {
        CountBytes(text.Length);
        return text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff')
            ? throw Fail("a byte string has characters beyond latin-1")
            : Encoding.Latin1.GetBytes(text);
    }

    private void CountBytes(int more)
    {
        if ((builtBytes += more) > MaxBytes) throw Fail($"byte strings and arrays of more than {MaxBytes} bytes in all");
    }

    private PickleDict Pairs(PickleDict dict, IReadOnlyList<object?> arguments)
    {
        if (arguments is []) return dict;
        if (arguments is not [PickleList pairs]) throw Fail("a dictionary takes one list of pairs");
        var flat = new List<object?>();
        foreach (var pair in pairs.Items)
            flat.AddRange(pair switch
            {
                PickleTuple { Items: { Count: 2 } two } => two,
                PickleList { Items: { Count: 2 } two } => two,
                _ => throw Fail("a dictionary takes one list of pairs"),
            });
        Count(flat.Count);
        return Fill(dict, flat.ToArray());
    }

    private void Build()
    {
        var state = Pop();
        switch (Peek())
        {
            // PyTorch attaches `_metadata` to state dictionaries; attributes change nothing here, but must be plain.
            case PickleDict { Ordered: true } when state is PickleDict attributes && HoldsPlainValues(attributes): break;
            case NumpyType type: NumpyRebuilder.SetType(type, state, context, at); break;
            case NumpyArray array:
                NumpyRebuilder.SetArray(array, state, context, at);
                CountBytes(array.Contents!.Length);
                break;
            case PickleOpaque: break;
            default: throw Fail("a state is given to an object that takes none");
        }
    }

    private bool HoldsPlainValues(PickleDict attributes)
    {
        Count(attributes.Keys.Count);
        return attributes.Keys.All(k => k is string name && !name.StartsWith("__", StringComparison.Ordinal))
            && !attributes.Values.Any(v => v is PickleOpaque or PickleFunction or PickleStorageClass);
    }
}
