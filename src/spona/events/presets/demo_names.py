"""What the demo fair's organisations with Cyrillic names are called in English: invented, as they are."""

ENGLISH_NAMES = {
    "Центар Светионик (пример)": "Lighthouse Centre (example)",
    "Удружење Дуга (пример)": "Rainbow Association (example)",
    "Центар за жене Снага (пример)": "Strength Women's Centre (example)",
    "Град Сунчани Брег (пример)": "Town of Sunny Hill (example)",
    "Сдружение Нов хоризонт (пример)": "New Horizon Association (example)",
    "Сдружение Ръка за ръка (пример)": "Hand in Hand Association (example)",
    "Фондация Зелен град (пример)": "Green City Foundation (example)",
    "Банка Хоризонт АД (пример)": "Horizon Bank (example)",
    "Енергия Тракия ЕАД (пример)": "Thrace Energy (example)",
    "Община Речен град (пример)": "River Town Municipality (example)",
}
