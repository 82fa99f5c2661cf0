namespace OmniHelix.Torch.Checkpoints.Pickle;

/// <summary>The value stack and the containers built from it.</summary>
internal ref partial struct PickleReader
{
    private const int MaxStack = 1_000_000;
    // A unit stands for about 32 bytes of memory.
    private const int MaxUnits = 1 << 25;
    private const int ContainerUnits = 3;
    private const int MapUnits = 8;
    private const int FirstKeyUnits = 12;
    private const long MaxKeyText = 1L << 28;
    private const int MaxDepth = 256;
    private const int MaxKeyWeight = 100;

    private bool Container(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark:
                if (marks.Count >= MaxStack) throw Fail($"more than {MaxStack} marks");
                marks.Add(stack.Count);
                break;
            case PickleOpcode.Pop:
                if (marks.Count > 0 && marks[^1] == stack.Count) marks.RemoveAt(marks.Count - 1);
                else Pop();
                break;
            case PickleOpcode.PopMark: PopToMark(); break;
            case PickleOpcode.Dup: Push(Peek()); break;
            case PickleOpcode.EmptyList: Push(List([])); break;
            case PickleOpcode.EmptyDict: Push(Dict(ordered: false)); break;
            case PickleOpcode.EmptySet: Push(Fill(new PickleSet(), [])); break;
            case PickleOpcode.EmptyTuple: Push(Tuple([])); break;
            case PickleOpcode.Tuple1: Push(Tuple([Pop()])); break;
            case PickleOpcode.Tuple2: Push(Tuple(PopMany(2))); break;
            case PickleOpcode.Tuple3: Push(Tuple(PopMany(3))); break;
            case PickleOpcode.Tuple: Push(Tuple(PopToMark())); break;
            case PickleOpcode.List: Push(List(PopToMark())); break;
            case PickleOpcode.Dict: Push(Fill(Dict(ordered: false), PopToMark())); break;
            case PickleOpcode.FrozenSet: Push(Fill(new PickleSet(), PopToMark())); break;
            case PickleOpcode.AddItems: AddItems(PopToMark()); break;
            case PickleOpcode.Append: Append([Pop()]); break;
            case PickleOpcode.Appends: Append(PopToMark()); break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;
            case PickleOpcode.Global: PushGlobal(Name(Line()), Name(Line())); break;
            case PickleOpcode.StackGlobal:
                var names = PopMany(2);
                if (names is not [string module, string name]) throw Fail("a global must be named by two strings");
                PushGlobal(module, name);
                break;
            case PickleOpcode.BinPersId:
                Push(
                    context.Storages is { } storages ? storages.Resolve(Pop(), context, at) : throw Fail(
                        "a storage reference is not allowed here"));
                break;
            case PickleOpcode.Reduce: Reduce(); break;
            case PickleOpcode.NewObj: NewObject(); break;
            case PickleOpcode.Build: Build(); break;
            default: return false;
        }
        return true;
    }

    private void Push(object? value)
    {
        if (stack.Count >= MaxStack) throw Fail($"more than {MaxStack} values on the stack");
        stack.Add(value);
    }

    private readonly object? Peek() => stack.Count > Floor ? stack[^1] : throw Fail("the stack is empty");

    private readonly object? Pop()
    {
        var value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    // A mark is a wall: nothing reaches below it.
    private readonly int Floor => marks.Count > 0 ? marks[^1] : 0;

    private object?[] PopMany(int count)
    {
        if (stack.Count - count < Floor) throw Fail("the stack holds too few values");
        return Cut(stack.Count - count);
    }

    private object?[] PopToMark()
    {
        if (marks.Count == 0) throw Fail("there is no mark");
        var from = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        return Cut(from);
    }

    private object?[] Cut(int from)
    {
        var values = new object?[stack.Count - from];
        stack.CopyTo(from, values, 0, values.Length);
        stack.RemoveRange(from, values.Length);
        Count(values.Length);
        return values;
    }

    // Bounds memory and time: a short file can name one memo entry again and again, and a deflated one can repeat cheap instructions.
    private void Count(int units)
    {
        if ((built += units) > MaxUnits) throw Fail($"more than {MaxUnits} items in containers");
    }

    private PickleTuple Tuple(object?[] values, bool isSize = false)
    {
        Count(ContainerUnits);
        long weight = 1;
        foreach (var value in values) weight = Math.Min(int.MaxValue, weight + (value is PickleTuple tuple ? tuple.Weight : 1));
        return new PickleTuple(values, isSize, Deeper(0, values), weight);
    }

    private PickleList List(object?[] values)
    {
        Count(ContainerUnits);
        return new PickleList([.. values], Deeper(0, values));
    }

    private PickleDict Dict(bool ordered)
    {
        Count(MapUnits);
        return new PickleDict(ordered);
    }

    private void Append(object?[] values)
    {
        switch (Peek())
        {
            case PickleList list:
                list.Values.AddRange(values);
                list.Depth = Deeper(list.Depth, values);
                break;
            case PickleOpaque: break;
            default: throw Fail("items are appended to something that is not a list");
        }
    }

    private void AddItems(object?[] values)
    {
        switch (Peek())
        {
            case PickleSet set: Fill(set, values); break;
            case PickleOpaque: break;
            default: throw Fail("items are added to something that is not a set");
        }
    }

    private void SetItems(object?[] values)
    {
        switch (Peek())
        {
            case PickleDict dict: Fill(dict, values); break;
            case PickleOpaque when values.Length % 2 == 0: break;
            default: throw Fail("keys are set in something that is not a dictionary");
        }
    }

    private PickleDict Fill(PickleDict dict, ReadOnlySpan<object?> values)
    {
        if (values.Length % 2 != 0) throw Fail("a dictionary has a key without a value");
        if (dict.Keys.Count == 0 && values.Length > 0) Count(FirstKeyUnits);
        for (var i = 0; i < values.Length; i += 2)
            if (!dict.Map.TryAdd(Hashable(values[i]), values[i + 1]))
                throw Fail($"the key {PickleText.Show(values[i])} occurs twice in a dictionary");
        dict.Depth = Deeper(dict.Depth, values);
        return dict;
    }

    private PickleSet Fill(PickleSet set, ReadOnlySpan<object?> values)
    {
        Count(MapUnits + (set.Items.Count == 0 && values.Length > 0 ? FirstKeyUnits : 0));
        foreach (var value in values) set.Values.TryAdd(Hashable(value), null);
        Deeper(1, values);
        return set;
    }

    private object? Hashable(object? key)
    {
        if (key is PickleTuple tuple)
        {
            if (tuple.Weight > MaxKeyWeight) throw Fail("a dictionary key is too large");
            foreach (var item in tuple.Items) Hashable(item);
        }
        else if (key is PickleList or PickleDict or PickleSet or NumpyArray)
        {
            throw Fail("a list, dictionary or set is used as a dictionary key");
        }
        if ((keyText += key switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 1 }) > MaxKeyText)
            throw Fail("the dictionary keys are too long in all");
        return key;
    }

    private int Deeper(int depth, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            depth = Math.Max(
                depth,
                1 + value switch { PickleList l => l.Depth, PickleTuple t => t.Depth, PickleDict d => d.Depth, PickleSet => 1, _ => 0 });
        return depth <= MaxDepth ? depth : throw Fail($"containers are nested more than {MaxDepth} deep");
    }
}
